using Baize.GameServer.Rooms;
using Baize.Rooms.Runtime;

namespace Baize.Tests.GameServer.Rooms;

public sealed class GameFolderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("baize-games-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void AddTo_NoFolder_AddsNothing() => Assert.Empty(GameFolder.AddTo(new GameCatalog(), Path.Combine(_folder, "none")).Games);

    [Fact]
    public void AddTo_LibraryThatTheProgramHasItself_IsNotLoadedTwice()
    {
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Baize.Rooms.dll"), Path.Combine(_folder, "Baize.Rooms.dll"));

        Assert.Empty(GameFolder.AddTo(new GameCatalog(), _folder).Games);
    }

    [Fact]
    public void AddTo_FileThatIsNoLibrary_SaysWhichAndWhy()
    {
        var file = Path.Combine(_folder, "Broken.dll");
        File.WriteAllText(file, "no library");

        var fault = Assert.Throws<InvalidOperationException>(() => GameFolder.AddTo(new GameCatalog(), _folder));

        Assert.Contains(file, fault.Message, StringComparison.Ordinal);
    }
}
