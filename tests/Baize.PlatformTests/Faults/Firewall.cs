using System.Diagnostics;
using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Faults;

/// <summary>
/// Drops all packets between one process and Redis, without a word to either. The process reaches Redis by an address of
/// loopback of its own, so that the rule hits nobody else; the rule names a port that only this test uses.
/// </summary>
internal sealed class Firewall(int redisPort) : IAsyncDisposable
{
    /// <summary>Where the process to be cut off finds Redis.</summary>
    public const string Address = "127.0.0.2";

    private readonly string[][] _rules =
    [
        ["OUTPUT", "-d", Address, "-p", "tcp", "--dport", $"{redisPort}", "-j", "DROP"],
        ["OUTPUT", "-s", Address, "-p", "tcp", "--sport", $"{redisPort}", "-j", "DROP"],
    ];

    private bool _closed;

    /// <summary>Whether this machine has one that we may use.</summary>
    public static async Task<bool> IsUsableAsync()
    {
        try
        {
            return await RunAsync(["-L", "OUTPUT", "-n"]) == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false; // not installed
        }
    }

    /// <summary>Cuts it off.</summary>
    public async Task CloseAsync()
    {
        _closed = true;
        foreach (var rule in _rules)
            Assert.Equal(0, await RunAsync(["-I", .. rule]));
    }

    /// <summary>Lets it through again.</summary>
    public async Task OpenAsync()
    {
        _closed = false;
        foreach (var rule in _rules)
            await RunAsync(["-D", .. rule]);
    }

    public async ValueTask DisposeAsync()
    {
        if (_closed)
            await OpenAsync();
    }

    private static async Task<int> RunAsync(string[] args)
    {
        using var process = Process.Start(new ProcessStartInfo("iptables", ["-w", "5", .. args]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Eventually.Deadline);
        return process.ExitCode;
    }
}
