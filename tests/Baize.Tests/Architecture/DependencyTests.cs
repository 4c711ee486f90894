using System.Runtime.CompilerServices;
using System.Xml.Linq;

namespace Baize.Tests.Architecture;

/// <summary>The arrows of docs/architecture.md, kept true by the build.</summary>
public sealed class DependencyTests
{
    private static readonly string[] Everything =
        ["Baize.Admin", "Baize.Api", "Baize.Client", "Baize.Cluster", "Baize.GameServer", "Baize.GameServer.App", "Baize.Gateway", "Baize.Hosting", "Baize.Protocol", "Baize.Rooms"];

    /// <summary>A project that is not here is new: say what it may know.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Baize.Protocol"] = [],
        ["Baize.Rooms"] = ["Baize.Protocol"],
        ["Baize.Cluster"] = [],
        ["Baize.Hosting"] = ["Baize.Cluster"],
        ["Baize.GameServer"] = ["Baize.Cluster", "Baize.Hosting", "Baize.Protocol", "Baize.Rooms"],
        ["Baize.GameServer.App"] = ["Baize.GameServer"],
        ["Baize.Api"] = ["Baize.Cluster", "Baize.Hosting", "Baize.Protocol"],
        ["Baize.Gateway"] = ["Baize.Cluster", "Baize.Hosting"],
        ["Baize.Admin"] = ["Baize.Hosting"],
        ["Baize.Client"] = ["Baize.Protocol"],
        ["Baize"] = Everything,
    };

    /// <summary>Packages that one project keeps away from all others.</summary>
    private static readonly Dictionary<string, string> Owners = new()
    {
        ["StackExchange.Redis"] = "Baize.Cluster",
        ["dotnet-etcd"] = "Baize.Cluster",
        ["Microsoft.Garnet"] = "Baize",
        ["Yarp.ReverseProxy"] = "Baize.Gateway",
    };

    public static TheoryData<string> Sources() => [.. Projects("src"), .. Projects("games")];

    [Theory]
    [MemberData(nameof(Sources))]
    public void ProjectReferences_AreAllowed(string project)
    {
        var name = Path.GetFileNameWithoutExtension(project);
        var allowed = project.StartsWith("games/", StringComparison.Ordinal) ? ["Baize.Rooms"]
            : Allowed.TryGetValue(name, out var known) ? known
            : throw new InvalidOperationException($"{name} is new: add it to the arrows of docs/architecture.md and to this test.");
        var references = References(project, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/')));

        Assert.Empty(references.Where(r => !r.StartsWith("Baize.Games.", StringComparison.Ordinal) || name != "Baize.GameServer").Except(allowed));
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public void PackageReferences_AreTheOwnersAlone(string project)
    {
        var name = Path.GetFileNameWithoutExtension(project);

        Assert.DoesNotContain(References(project, "PackageReference"), package => Owners.TryGetValue(package, out var owner) && owner != name);
    }

    [Fact]
    public void PackageReferences_OfGamesAndRooms_AreNone() =>
        Assert.All(Projects("games").Append("src/Baize.Rooms/Baize.Rooms.csproj"), project => Assert.Empty(References(project, "PackageReference")));

    [Fact]
    public void Sources_Found_AreThoseOfTheSolution()
    {
        var solution = XDocument.Load(Path.Combine(Root(), "Baize.slnx")).Descendants("Project").Select(p => p.Attribute("Path")!.Value);

        Assert.Equal(
            solution.Where(p => p.StartsWith("src/", StringComparison.Ordinal) || p.StartsWith("games/", StringComparison.Ordinal)).Order(),
            Projects("src").Concat(Projects("games")).Order());
    }

    private static IEnumerable<string> References(string project, string kind) =>
        XDocument.Load(Path.Combine(Root(), project)).Descendants(kind).Select(r => r.Attribute("Include")!.Value);

    private static IEnumerable<string> Projects(string folder) =>
        Directory.GetFiles(Path.Combine(Root(), folder), "*.csproj", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root(), path).Replace('\\', '/'));

    private static string Root([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(file, "../../../.."));
}
