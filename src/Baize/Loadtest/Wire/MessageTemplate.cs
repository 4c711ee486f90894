using System.Text;

namespace Baize.Loadtest.Wire;

/// <summary>A sender's message as a masked frame; only the marks in it change from one to the next.</summary>
internal sealed class MessageTemplate
{
    private readonly byte[] _frame;
    private readonly int _head;
    private readonly int[] _marks;

    /// <param name="text">The message, with <see cref="MessageMark.Placeholder"/> once or more.</param>
    public MessageTemplate(string text)
    {
        var payload = Encoding.UTF8.GetBytes(text);
        _frame = ClientWire.Text(payload);
        _head = ClientWire.HeadOf(payload.Length);
        var marks = new List<int>();
        var placeholder = Encoding.UTF8.GetBytes(MessageMark.Placeholder);
        for (var at = 0; payload.AsSpan(at).IndexOf(placeholder) is var found and >= 0; at += found + MessageMark.Length)
            marks.Add(at + found);
        _marks = [.. marks];
    }

    /// <summary>The frame of a message. It is the template's own: good until the next.</summary>
    public byte[] With(MessageMark mark)
    {
        Span<byte> digits = stackalloc byte[MessageMark.Length];
        mark.Write(digits);
        foreach (var at in _marks)
            ClientWire.Overwrite(_frame, _head, at, digits);
        return _frame;
    }
}
