using System.Buffers.Text;

namespace Baize.Loadtest.Wire;

/// <summary>What a message's payload says about it, in digits of fixed width, so that it is written and found without a JSON parser.</summary>
/// <param name="Run">Of which run: what an earlier one left behind is not counted.</param>
/// <param name="Member">The sender's place in its room.</param>
/// <param name="Counter">The sender's messages are numbered, from 0.</param>
internal readonly record struct MessageMark(ushort Run, int Member, int Counter)
{
    /// <summary>Digits of a mark.</summary>
    public const int Length = 20;

    /// <summary>Stands in a template where a mark is to come.</summary>
    public const string Placeholder = "zzzzzzzzzzzzzzzzzzzz";

    private static ReadOnlySpan<byte> Before => "\"lt\":\""u8;

    /// <summary>The JSON of a payload, with the placeholder in it.</summary>
    /// <param name="bytes">Its length; no less than <see cref="LeastPayload"/>.</param>
    public static string Payload(int bytes) => $$"""{"lt":"{{Placeholder}}","p":"{{new string('x', bytes - LeastPayload)}}"}""";

    /// <summary>Bytes of a payload without padding.</summary>
    public static int LeastPayload => """{"lt":"","p":""}""".Length + Length;

    /// <summary>Writes it.</summary>
    public void Write(Span<byte> digits)
    {
        Write(digits[..4], Run);
        Write(digits[4..12], (uint)Member);
        Write(digits[12..20], (uint)Counter);
    }

    /// <summary>Finds the mark of a frame.</summary>
    /// <param name="frame">Text of a frame.</param>
    /// <param name="at">Where the payload begins, or so.</param>
    /// <param name="mark">The mark.</param>
    public static bool TryFind(ReadOnlySpan<byte> frame, out int at, out MessageMark mark)
    {
        mark = default;
        at = frame.IndexOf(Before);
        if (at < 0 || frame.Length < at + Before.Length + Length)
            return false;
        var digits = frame.Slice(at + Before.Length, Length);
        if (!TryRead(digits[..4], out var run) || !TryRead(digits[4..12], out var member) || !TryRead(digits[12..], out var counter))
            return false;
        mark = new MessageMark((ushort)run, (int)member, (int)counter);
        return true;
    }

    private static void Write(Span<byte> digits, uint value) => Utf8Formatter.TryFormat(value, digits, out _, new System.Buffers.StandardFormat('x', (byte)digits.Length));

    private static bool TryRead(ReadOnlySpan<byte> digits, out uint value) =>
        Utf8Parser.TryParse(digits, out value, out var used, 'x') && used == digits.Length;
}
