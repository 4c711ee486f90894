using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Xml.Linq;

namespace Baize.Tests.Architecture;

/// <summary>All that is released bears one version, written down in several places.</summary>
public sealed class VersionTests
{
    private static readonly string Version = Property("Directory.Build.props", "Version");

    [Theory]
    [InlineData("package.json")]
    [InlineData("package-lock.json")]
    public void NpmClient_IsOfTheVersionOfAll(string file)
    {
        using var package = JsonDocument.Parse(File.ReadAllBytes(At("clients", "js", file)));

        Assert.Equal(Version, package.RootElement.GetProperty("version").GetString());
    }

    [Fact]
    public void Template_UsesPackagesOfItsOwnVersion() => Assert.Equal(Version, Property("templates/baize-game/Directory.Build.props", "BaizeVersion"));

    [Fact]
    public void Template_UsesTheTestFrameworkOfTheRepository()
    {
        static string? Xunit(string file, string element) =>
            XDocument.Load(At(file)).Descendants(element).Single(e => e.Attribute("Include")!.Value == "xunit.v3").Attribute("Version")!.Value;

        Assert.Equal(Xunit("Directory.Packages.props", "PackageVersion"), Xunit("templates/baize-game/BaizeGame1.Tests/BaizeGame1.Tests.csproj", "PackageReference"));
    }

    private static string Property(string file, string name) => XDocument.Load(At(file)).Descendants(name).Single().Value;

    private static string At(params string[] path) => Path.Combine([Root(), .. path]);

    private static string Root([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(file, "../../../.."));
}
