namespace Baize.Up;

/// <summary>Finds the executables of the other processes.</summary>
internal static class Binaries
{
    /// <summary>Names the folder that <c>./build</c> made, where it is not the one this command is in.</summary>
    public const string Variable = "BAIZE_BIN";

    /// <summary>The path of a process' program: <c>lib/&lt;name&gt;/&lt;name&gt;</c> in the folder, or a <c>.dll</c> for any machine where this command is a tool of dotnet's.</summary>
    /// <param name="name"><c>api</c>, <c>game-server</c>.</param>
    /// <exception cref="CommandException">It is not there.</exception>
    public static string Find(string name)
    {
        var packed = Path.Combine(AppContext.BaseDirectory, "lib", name, $"{name}.dll");
        if (Environment.GetEnvironmentVariable(Variable) is null or "" && File.Exists(packed))
            return packed;

        // This command is bin/lib/baize/baize. bin/<name> only starts bin/lib/<name>/<name>, and is a script that Windows has no use for.
        var bin = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given
            ? Path.GetFullPath(given)
            : Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", ".."));
        var file = Path.Combine(bin, "lib", name, OperatingSystem.IsWindows() ? $"{name}.exe" : name);
        return File.Exists(file)
            ? file
            : throw new CommandException($"{file} is missing. Run ./build, or set {Variable} to the bin folder that it made.");
    }
}
