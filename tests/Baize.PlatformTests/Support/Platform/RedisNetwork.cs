using System.Diagnostics;

namespace Baize.PlatformTests.Support;

/// <summary>
/// A network of Redis' own (<c>ip netns</c>) with a cable (veth) to the machine's, in which Redis has two addresses: one for everybody
/// and one for the instance that a firewall rule in there cuts off. The machine's own rules are not touched. The names are unique and
/// have this process' id, so that several runs may go on at once; deleting them takes the cable, the rules and the addresses along.
/// </summary>
internal sealed class RedisNetwork : IAsyncDisposable
{
    private const string Prefix = "baize-";

    private readonly string _name;
    private readonly string _cable;
    private readonly string _machine;

    private RedisNetwork(string id, int subnet)
    {
        _name = $"{Prefix}{Environment.ProcessId}-{id}";
        _cable = $"bz{Environment.ProcessId}{id}"; // an interface's name has 15 characters at the most
        var net = $"198.18.{subnet / 32}.{{0}}";
        (_machine, Address, AddressToCut) = (At(1), At(2), At(3));

        string At(int host) => string.Format(System.Globalization.CultureInfo.InvariantCulture, net, subnet % 32 * 8 + host);
    }

    /// <summary>Where everybody finds Redis.</summary>
    public string Address { get; }

    /// <summary>Where the one that is to be cut off finds it.</summary>
    public string AddressToCut { get; }

    /// <summary>Makes one. Skips the calling test where it may not.</summary>
    public static async Task<RedisNetwork> CreateAsync()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess && await IsUsableAsync(), "platform: network namespaces and iptables need root");
        await RemoveStaleAsync();
        var network = new RedisNetwork(Guid.NewGuid().ToString("N")[..4], Random.Shared.Next(256 * 32)); // of 198.18.0.0/16, which is kept for tests of networks
        try
        {
            await network.SetUpAsync();
            return network;
        }
        catch
        {
            await network.DisposeAsync();
            throw;
        }
    }

    /// <summary>A command line that runs a program within the network.</summary>
    public (string File, string[] Args) Within(string file, params string[] args) => ("ip", ["netns", "exec", _name, file, .. args]);

    /// <summary>Drops all packets from and to the one address, without a word to either side.</summary>
    public async Task CutAsync()
    {
        await MustAsync(Within("iptables", "-w", "5", "-A", "INPUT", "-d", AddressToCut, "-j", "DROP"));
        await MustAsync(Within("iptables", "-w", "5", "-A", "OUTPUT", "-s", AddressToCut, "-j", "DROP"));
    }

    /// <summary>Lets everything through again.</summary>
    public Task MendAsync() => MustAsync(Within("iptables", "-w", "5", "-F"));

    public async ValueTask DisposeAsync()
    {
        // By name and whatever the test has left: a process within keeps the network alive, but not its name.
        await RunAsync("ip", ["netns", "del", _name]);
        await RunAsync("ip", ["link", "del", _cable]); // gone with the namespace, unless the cable never came that far
    }

    private async Task SetUpAsync()
    {
        string[][] steps =
        [
            ["netns", "add", _name],
            ["link", "add", _cable, "type", "veth", "peer", "name", "eth0", "netns", _name],
            ["address", "add", $"{_machine}/29", "dev", _cable],
            ["link", "set", _cable, "up"],
            ["-n", _name, "address", "add", $"{Address}/29", "dev", "eth0"],
            ["-n", _name, "address", "add", $"{AddressToCut}/29", "dev", "eth0"],
            ["-n", _name, "link", "set", "eth0", "up"],
            ["-n", _name, "link", "set", "lo", "up"],
        ];
        foreach (var step in steps)
            await MustAsync(("ip", step));
    }

    // A run that was killed could not clean up: its networks bear the name of a process that is gone.
    private static async Task RemoveStaleAsync()
    {
        foreach (var name in (await RunAsync("ip", ["netns", "list"])).Output.Split('\n').Select(line => line.Split(' ')[0]))
        {
            if (name.StartsWith(Prefix, StringComparison.Ordinal) && !Directory.Exists($"/proc/{name[Prefix.Length..].Split('-')[0]}"))
                await RunAsync("ip", ["netns", "del", name]);
        }
    }

    private static async Task<bool> IsUsableAsync()
    {
        try
        {
            return (await RunAsync("ip", ["netns", "list"])).ExitCode == 0 && (await RunAsync("iptables", ["--version"])).ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false; // not installed
        }
    }

    private static async Task MustAsync((string File, string[] Args) command)
    {
        var (exitCode, output) = await RunAsync(command.File, command.Args);
        Assert.True(exitCode == 0, $"{command.File} {string.Join(' ', command.Args)}: {output}");
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(string file, string[] args)
    {
        using var process = Process.Start(new ProcessStartInfo(file, args) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None); // also when the test has been cancelled: this cleans up
        var errors = await process.StandardError.ReadToEndAsync(CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));
        return (process.ExitCode, $"{await output}{errors}");
    }
}
