using System.IO.Compression;
using System.Reflection.PortableExecutable;
using System.Text;
using System.Xml.Linq;
using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Packages;

/// <summary>What packages say of themselves and bring with them.</summary>
public sealed partial class PackageTests
{
    public static TheoryData<string, string[]> Libraries() => new()
    {
        { "Baize.Client", ["net10.0", "netstandard2.1"] },
        { "Baize.Cluster", ["net10.0"] },
        { "Baize.GameServer", ["net10.0"] },
        { "Baize.Hosting", ["net10.0"] },
        { "Baize.Protocol", ["net10.0", "netstandard2.1"] },
        { "Baize.Rooms", ["net10.0"] },
    };

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Package_HasDocumentsSymbolsAndNothingOfThisMachine(string id, string[] frameworks)
    {
        Assert.NotNull(made);
        using var package = Open(id);

        foreach (var framework in frameworks)
        {
            Assert.NotNull(package.GetEntry($"lib/{framework}/{id}.xml"));
            var library = Read(package, $"lib/{framework}/{id}.dll");
            using var image = new PEReader(new MemoryStream(library));
            var debug = image.ReadDebugDirectory();
            Assert.Contains(debug, entry => entry.Type == DebugDirectoryEntryType.Reproducible);
            var symbols = image.ReadEmbeddedPortablePdbDebugDirectoryData(debug.Single(entry => entry.Type == DebugDirectoryEntryType.EmbeddedPortablePdb)).GetMetadataReader();
            Assert.DoesNotContain(symbols.Documents, d => symbols.GetString(symbols.GetDocument(d).Name).StartsWith(Repository.Root, StringComparison.Ordinal));
            Assert.DoesNotContain(Repository.Root, Encoding.UTF8.GetString(library), StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    [InlineData("Baize.Templates", new string[0])]
    public void Package_SaysWhatItIs(string id, string[] frameworks)
    {
        using var package = Open(id);
        var about = XDocument.Parse(Encoding.UTF8.GetString(Read(package, $"{id}.nuspec")).TrimStart('\uFEFF')).Root!.Elements().Single();
        string Of(string name) => about.Elements().SingleOrDefault(e => e.Name.LocalName == name)?.Value ?? "";

        Assert.Equal(("Apache-2.0", "README.md", "The Baize authors"), (Of("license"), Of("readme"), Of("authors")));
        Assert.True(Of("description").Length is > 60 and < 400, Of("description"));
        Assert.Contains("baize", Of("tags").Split(' '));
        Assert.Equal("git", about.Elements().Single(e => e.Name.LocalName == "repository").Attribute("type")!.Value);
        Assert.Contains(id, Encoding.UTF8.GetString(Read(package, "README.md")), StringComparison.Ordinal);
        Assert.NotNull(package.GetEntry("LICENSE"));
        // Those of one platform are of one version: a program that mixes them is told so when it restores.
        foreach (var needed in about.Descendants().Where(e => e.Name.LocalName == "dependency" && e.Attribute("id")!.Value.StartsWith("Baize.", StringComparison.Ordinal)))
            Assert.Equal(Workshop.Version, needed.Attribute("version")!.Value.Trim('[', ']'));
        Assert.Equal(frameworks.Order(), package.Entries.Where(e => e.FullName.StartsWith("lib/", StringComparison.Ordinal)).Select(e => e.FullName.Split('/')[1]).Distinct().Order());
    }

    private static ZipArchive Open(string id) => ZipFile.OpenRead(Path.Combine(Workshop.Packages, $"{id}.{Workshop.Version}.nupkg"));

    private static byte[] Read(ZipArchive package, string path)
    {
        using var from = (package.GetEntry(path) ?? throw new FileNotFoundException($"The package has no {path}.")).Open();
        using var to = new MemoryStream();
        from.CopyTo(to);
        return to.ToArray();
    }
}
