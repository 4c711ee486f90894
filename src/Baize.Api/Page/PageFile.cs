using System.IO.Compression;
using System.Security.Cryptography;

namespace Baize.Api.Page;

/// <summary>A file of the page, as it is sent: plain, or compressed for who takes that.</summary>
internal sealed class PageFile
{
    private readonly byte[] _plain;
    private readonly Lazy<byte[]> _brotli;
    private readonly Lazy<byte[]> _gzip;
    private readonly string _hash;

    /// <param name="contentType">What it is.</param>
    /// <param name="plain">Its bytes.</param>
    public PageFile(string contentType, byte[] plain)
    {
        ContentType = contentType;
        _plain = plain;
        _hash = Convert.ToHexStringLower(SHA256.HashData(plain).AsSpan(0, 8));
        // Once, when first asked for: the page changes with the program only, and a start does not wait for it.
        _brotli = new(() => Compress(static to => new BrotliStream(to, CompressionLevel.SmallestSize, leaveOpen: true)));
        _gzip = new(() => Compress(static to => new GZipStream(to, CompressionLevel.SmallestSize, leaveOpen: true)));
    }

    public string ContentType { get; }

    /// <summary>The bytes for an encoding, and the tag by which a browser knows that it has them already: another for each encoding, for the bytes differ.</summary>
    /// <param name="acceptEncoding">The request's header.</param>
    public (byte[] Body, string? Encoding, string Tag) For(string acceptEncoding) =>
        acceptEncoding.Contains("br", StringComparison.OrdinalIgnoreCase) ? (_brotli.Value, "br", $"\"{_hash}-br\"")
        : acceptEncoding.Contains("gzip", StringComparison.OrdinalIgnoreCase) ? (_gzip.Value, "gzip", $"\"{_hash}-gz\"")
        : (_plain, null, $"\"{_hash}\"");

    private byte[] Compress(Func<Stream, Stream> open)
    {
        using var to = new MemoryStream();
        using (var stream = open(to))
            stream.Write(_plain);
        return to.ToArray();
    }
}
