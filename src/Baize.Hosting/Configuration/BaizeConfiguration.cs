using Microsoft.Extensions.Configuration;

namespace Baize.Hosting.Configuration;

/// <summary>
/// The configuration of a process. From weak to strong: defaults, <c>config.yaml</c>, <c>config.prod.yaml</c>, environment,
/// command line.
/// </summary>
internal sealed class BaizeConfiguration
{
    private readonly Dictionary<string, Setting> _settings = new(StringComparer.Ordinal);
    private readonly List<string> _faults = [];
    private readonly List<string> _files = [];

    private BaizeConfiguration()
    {
    }

    /// <summary>Whether <c>APP_ENV</c> is <c>prod</c>.</summary>
    public bool IsProduction { get; private set; }

    /// <summary>The files that were read.</summary>
    public IReadOnlyList<string> Files => _files;

    /// <summary>What was found wrong while reading: files, names, values that are not of their type.</summary>
    public IReadOnlyList<string> Faults => _faults;

    /// <summary>Reads all sources. Never throws for what they say: see <see cref="Faults"/>.</summary>
    public static BaizeConfiguration Load(IReadOnlyList<string> args, Surroundings around)
    {
        var configuration = new BaizeConfiguration();
        foreach (var key in KnownKeys.All)
            configuration._settings[key.Name] = new Setting(key.Default, Origin: "");
        configuration.ReadMode(around.Variable(AppMode.Variable));
        var line = CommandLine.Parse(args);
        configuration.ReadFiles(line.ConfigFile, around);
        configuration.ReadEnvironment(around);
        configuration._faults.AddRange(line.Faults);
        foreach (var (name, value) in line.Values)
            configuration.Set(name, value, $"--{name.Replace('.', ':')}", "on the command line");
        return configuration;
    }

    /// <summary>The value of a key.</summary>
    public string Get(string name) => _settings[name].Value;

    /// <summary>Gives a key a value that no source gave.</summary>
    public void Fill(string name, string value) => _settings[name] = new Setting(value, "generated");

    /// <summary>For the options to bind to.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Values() =>
        _settings.Select(s => KeyValuePair.Create(s.Key.Replace('.', ':'), (string?)s.Value.Value));

    /// <summary>The values alone, as a configuration.</summary>
    public IConfiguration Build() => new ConfigurationBuilder().AddInMemoryCollection(Values()).Build();

    /// <summary>Who gave a key its value; empty for a default.</summary>
    public string Origin(string name) => _settings.TryGetValue(name, out var setting) ? setting.Origin : "";

    private void ReadMode(string? value)
    {
        if (AppMode.IsProduction(value) is { } production)
            IsProduction = production;
        else
            _faults.Add($"{AppMode.Variable} is '{value}'; allowed: {AppMode.Allowed}.");
    }

    private void ReadFiles(string? named, Surroundings around)
    {
        if (named is not null && !File.Exists(named = Path.GetFullPath(named, around.WorkingFolder)))
        {
            _faults.Add($"--config is '{named}'; there is no such file.");
            return;
        }
        if ((named ?? ConfigFiles.Find(around)) is not { } file)
            return;
        ReadFile(file, around);
        if (IsProduction && File.Exists(ConfigFiles.Production(file)))
            ReadFile(ConfigFiles.Production(file), around);
    }

    private void ReadFile(string file, Surroundings around)
    {
        var name = Path.GetRelativePath(around.WorkingFolder, file) is var relative && !relative.StartsWith("..", StringComparison.Ordinal) ? relative : file;
        YamlSettings yaml;
        try
        {
            using var text = new StreamReader(file);
            yaml = YamlSettings.Read(text, name);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            _faults.Add($"{name} cannot be read: {ex.Message}");
            return;
        }

        _files.Add(name);
        _faults.AddRange(yaml.Faults);
        foreach (var (key, value, line) in yaml.Values)
            Set(key, value, $"{name}, line {line}", $"in {name}, line {line}");
    }

    private void ReadEnvironment(Surroundings around)
    {
        foreach (var key in KnownKeys.All)
        {
            // Empty means not set, as compose files write it: REDIS_CONNECTION=${REDIS_CONNECTION:-}
            if (around.Variable(key.Variable) is { Length: > 0 } value)
                Set(key.Name, value, key.Variable, "in the environment");
        }
    }

    private void Set(string name, string? value, string origin, string where)
    {
        if (KnownKeys.Find(name) is not { } key)
            _faults.Add($"{name} is not a known key ({where}); did you mean {KnownKeys.Nearest(name).Name}?");
        else if (value is not null && !key.Parses(value))
            _faults.Add(Fault.Of(name, value, key.Allowed).From(origin));
        else if (value is not null)
            _settings[name] = new Setting(value, origin);
    }
}
