using System.Security.Cryptography;
using System.Text;
using Baize.Hosting.Options;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Baize.Hosting.Auth;

/// <summary>Whether a request bears <c>auth.internal_key</c>.</summary>
public sealed class InternalKeyCheck(IOptions<AuthOptions> options)
{
    private readonly byte[] _expected = Hash(options.Value.InternalKey);
    private readonly bool _isSet = options.Value.InternalKey.Length > 0;

    /// <summary>Takes the same time whatever is wrong: of two hashes, neither shows how much of a key or its length was right.</summary>
    public bool Accepts(StringValues header) =>
        _isSet && header.Count == 1 && CryptographicOperations.FixedTimeEquals(Hash(header[0] ?? ""), _expected);

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
