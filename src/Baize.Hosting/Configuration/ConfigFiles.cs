namespace Baize.Hosting.Configuration;

/// <summary>Finds the configuration files of a process.</summary>
internal static class ConfigFiles
{
    /// <summary>
    /// <c>configs/config.yaml</c> in the working folder, or next to the executable, or in a folder above it: so <c>bin/api</c>
    /// of a checkout finds the checkout's from wherever it is started. Null where there is none: then the defaults hold.
    /// </summary>
    public static string? Find(Surroundings around)
    {
        if (At(around.WorkingFolder) is { } here)
            return here;
        for (var folder = new DirectoryInfo(around.ProgramFolder); folder is not null; folder = folder.Parent)
        {
            if (At(folder.FullName) is { } file)
                return file;
        }
        return null;
    }

    /// <summary>The file that <c>APP_ENV=prod</c> lays over another, whether or not it exists.</summary>
    public static string Production(string file) => Path.Combine(Path.GetDirectoryName(file)!, "config.prod.yaml");

    private static string? At(string folder) =>
        Path.Combine(folder, "configs", "config.yaml") is var file && File.Exists(file) ? file : null;
}
