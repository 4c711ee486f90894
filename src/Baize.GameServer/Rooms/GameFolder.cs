using System.Reflection;
using System.Runtime.Loader;
using Baize.Rooms;
using Baize.Rooms.Runtime;

namespace Baize.GameServer.Rooms;

/// <summary>The games that this installation offers: the libraries in a folder beside the program. So a game needs no build of the game server.</summary>
internal static class GameFolder
{
    /// <summary>Adds all public games of all libraries in a folder.</summary>
    /// <param name="games">Where to.</param>
    /// <param name="folder">The folder; where there is none, there are no games.</param>
    /// <returns>The catalog.</returns>
    /// <exception cref="InvalidOperationException">A library or a game in it cannot be used: better no start than rooms that cannot be taken over here.</exception>
    public static GameCatalog AddTo(GameCatalog games, string folder)
    {
        if (!Directory.Exists(folder))
            return games;
        foreach (var file in Directory.GetFiles(folder, "*.dll").Order(StringComparer.Ordinal))
        {
            // A whole publish folder may have been copied: what the program has itself is not loaded twice.
            if (File.Exists(Path.Combine(AppContext.BaseDirectory, Path.GetFileName(file))))
                continue;
            foreach (var type in Load(file).GetExportedTypes())
            {
                if (type is { IsAbstract: false } && type.IsSubclassOf(typeof(Game)))
                    games.Register(type);
            }
        }
        return games;
    }

    private static Assembly Load(string file)
    {
        try
        {
            return AssemblyLoadContext.Default.LoadFromAssemblyPath(file);
        }
        catch (Exception ex) when (ex is BadImageFormatException or FileLoadException)
        {
            throw new InvalidOperationException($"{file} is in the folder of games but is no library that can be loaded: {ex.Message}", ex);
        }
    }
}
