using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Tracing;

/// <summary>Takes traces as a collector does, by OTLP over HTTP, and reads of the protobuf what tests ask for.</summary>
internal sealed class OtlpCollector : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentQueue<Span> _spans = new();

    public OtlpCollector()
    {
        Address = $"http://127.0.0.1:{FreePorts.Next()}";
        _listener.Prefixes.Add($"{Address}/v1/traces/");
        _listener.Start();
        _ = TakeAsync();
    }

    public string Address { get; }

    public IReadOnlyCollection<Span> Spans => _spans;

    public void Dispose() => _listener.Close();

    private async Task TakeAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                foreach (var resource in Fields(body.ToArray(), 1))
                    Read(resource);
                context.Response.Close();
            }
        }
        catch (Exception ex) when (ex is HttpListenerException or ObjectDisposedException)
        {
            // closed
        }
    }

    // ResourceSpans: 1 Resource {1 KeyValue {1 key, 2 AnyValue {1 text}}}, 2 ScopeSpans {2 Span {1 trace, 2 id, 4 parent, 5 name}}
    private void Read(byte[] resource)
    {
        var attributes = Fields(resource, 1).SelectMany(r => Fields(r, 1)).ToDictionary(
            a => Text(Fields(a, 1).Single()), a => Fields(a, 2).SelectMany(v => Fields(v, 1)).Select(Text).FirstOrDefault("")!);
        foreach (var span in Fields(resource, 2).SelectMany(s => Fields(s, 2)))
        {
            _spans.Enqueue(new Span(
                Hex(span, 1), Hex(span, 2), Hex(span, 4), Text(Fields(span, 5).Single()), attributes["service.name"], attributes["service.instance.id"]));
        }
    }

    private static string Hex(byte[] message, int field) => Convert.ToHexStringLower(Fields(message, field).FirstOrDefault([]));

    private static string Text(byte[] bytes) => Encoding.UTF8.GetString(bytes);

    // The occurrences of a field that has a length; the others are passed over.
    private static List<byte[]> Fields(byte[] message, int wanted)
    {
        var found = new List<byte[]>();
        for (var at = 0; at < message.Length;)
        {
            var key = Varint(message, ref at);
            switch (key & 7)
            {
                case 0:
                    Varint(message, ref at);
                    break;
                case 1:
                    at += 8;
                    break;
                case 2:
                    var length = (int)Varint(message, ref at);
                    if ((int)(key >> 3) == wanted)
                        found.Add(message[at..(at + length)]);
                    at += length;
                    break;
                case 5:
                    at += 4;
                    break;
                default:
                    throw new FormatException($"Wire type {key & 7} is not protobuf's.");
            }
        }
        return found;
    }

    private static ulong Varint(byte[] message, ref int at)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var b = message[at++];
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80)
                return value;
        }
    }
}
