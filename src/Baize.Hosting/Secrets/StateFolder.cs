using Baize.Hosting.Configuration;

namespace Baize.Hosting.Secrets;

/// <summary>Where a user's processes keep what they share.</summary>
internal static class StateFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary><c>$BAIZE_STATE</c> if set, else <c>~/.local/state/baize</c>, else a folder of the user's in the temporary one. Made if need be.</summary>
    /// <exception cref="ConfigurationException">There is none that can be had.</exception>
    public static string Open(Surroundings around)
    {
        if (around.Variable("BAIZE_STATE") is { Length: > 0 } named)
            return TryMake(Path.GetFullPath(named, around.WorkingFolder), out var fault) ?? throw NotHad("BAIZE_STATE", named, fault);
        if (around.HomeFolder.Length > 0 && TryMake(Path.Combine(around.HomeFolder, ".local", "state", "baize"), out _) is { } home)
            return home;

        var temp = Path.Combine(around.TempFolder, $"baize-{Environment.UserName}");
        var folder = TryMake(temp, out var why) ?? throw NotHad("The folder for state", temp, why);
        // Others may make folders here: one that they can write would let them choose the secrets.
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(folder) & ~OwnerOnly) != 0)
            throw NotHad("The folder for state", temp, "others have rights to it.");
        return folder;
    }

    private static string? TryMake(string folder, out string fault)
    {
        try
        {
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(folder);
            else
                Directory.CreateDirectory(folder, OwnerOnly);
            // Only an attempt shows whether a file can be made: rights, a read-only mount, a full disk.
            using var probe = new FileStream(
                Path.Combine(folder, $".probe-{Guid.NewGuid():N}"), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            fault = "";
            return folder;
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            fault = ex.Message;
            return null;
        }
    }

    private static ConfigurationException NotHad(string what, string folder, string fault) =>
        new([$"{what} is '{folder}'; allowed: a folder of this user that can be written. {fault}"]);
}
