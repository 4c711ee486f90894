using System.Security.Cryptography;
using System.Text;

namespace Baize.Cluster.Redis.Direct;

/// <summary>A script as <c>EVALSHA</c> names it.</summary>
internal sealed class DirectScript(string text)
{
    // SHA-1 is Redis' name for a script; it protects nothing here.
#pragma warning disable CA5350
    public byte[] Sha { get; } = Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(text))));
#pragma warning restore CA5350
}
