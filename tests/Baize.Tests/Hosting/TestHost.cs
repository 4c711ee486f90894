using Baize.Hosting;
using Baize.Hosting.Configuration;

namespace Baize.Tests.Hosting;

/// <summary>Folders and variables of a test's own, for a process that is to find nothing else.</summary>
internal sealed class TestHost : IDisposable
{
    private readonly Dictionary<string, string> _variables = new(StringComparer.Ordinal);

    public TestHost()
    {
        WorkingFolder = Directory.CreateDirectory(Path.Combine(Root, "work")).FullName;
        ProgramFolder = Directory.CreateDirectory(Path.Combine(Root, "app", "bin")).FullName;
        HomeFolder = Directory.CreateDirectory(Path.Combine(Root, "home")).FullName;
        TempFolder = Directory.CreateDirectory(Path.Combine(Root, "temp")).FullName;
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("baize-hosting-").FullName;

    public string WorkingFolder { get; }

    public string ProgramFolder { get; }

    public string HomeFolder { get; set; }

    public string TempFolder { get; set; }

    public string this[string variable]
    {
        set => _variables[variable] = value;
    }

    public Surroundings Around => new(_variables.GetValueOrDefault, WorkingFolder, ProgramFolder, HomeFolder, TempFolder);

    /// <summary>Writes a file below the root.</summary>
    public string Write(string path, string text)
    {
        var file = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return file;
    }

    /// <summary>The configuration's value of a key.</summary>
    public string Get(string key, params string[] args)
    {
        var configuration = BaizeConfiguration.Load(args, Around);
        Assert.Empty(configuration.Faults);
        return configuration.Get(key);
    }

    /// <summary>The faults that a start ends with; fails where it does not.</summary>
    public IReadOnlyList<string> Faults(params string[] args) =>
        Assert.Throws<ConfigurationException>(() => BaizeHost.CreateBuilder("test", args, Around, new ProcessWatch())).Faults;

    /// <summary>As for production, with all that it requires.</summary>
    public TestHost Production()
    {
        this["APP_ENV"] = "prod";
        this["AUTH_JWT_SECRET"] = new string('s', 32);
        this["AUTH_INTERNAL_KEY"] = "key";
        this["REDIS_CONNECTION"] = "127.0.0.1:1";
        return this;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
