using System.Runtime.Versioning;
using Baize.Hosting;
using Baize.Hosting.Secrets;

namespace Baize.Tests.Hosting.Secrets;

public sealed class StateFolderTests : IDisposable
{
    private readonly TestHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public void Open_Named_IsTakenAndMade()
    {
        _host["BAIZE_STATE"] = "state/of/mine";
        var folder = StateFolder.Open(_host.Around);
        Assert.Equal(Path.Combine(_host.WorkingFolder, "state", "of", "mine"), folder);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
    }

    [Fact]
    public void Open_NotNamed_IsInTheHome() =>
        Assert.Equal(Path.Combine(_host.HomeFolder, ".local", "state", "baize"), StateFolder.Open(_host.Around));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Open_HomeMissingOrNoFolder_IsInTemp(bool isFile)
    {
        _host.HomeFolder = isFile ? _host.Write("file", "") : "";
        Assert.Equal(Path.Combine(_host.TempFolder, $"baize-{Environment.UserName}"), StateFolder.Open(_host.Around));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void Open_InTempOpenToOthers_IsRefused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes.");
        _host.HomeFolder = "";
        var folder = Directory.CreateDirectory(Path.Combine(_host.TempFolder, $"baize-{Environment.UserName}")).FullName;
        File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.OtherWrite);
        var ex = Assert.Throws<ConfigurationException>(() => StateFolder.Open(_host.Around));
        Assert.EndsWith("others have rights to it.", Assert.Single(ex.Faults), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_NamedButNotToBeHad_SaysSo()
    {
        var file = _host.Write("file", "");
        _host["BAIZE_STATE"] = file;
        var ex = Assert.Throws<ConfigurationException>(() => StateFolder.Open(_host.Around));
        Assert.StartsWith(
            $"BAIZE_STATE is '{file}'; allowed: a folder of this user that can be written.", Assert.Single(ex.Faults), StringComparison.Ordinal);
    }
}
