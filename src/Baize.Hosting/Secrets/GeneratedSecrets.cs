using Baize.Hosting.Configuration;

namespace Baize.Hosting.Secrets;

/// <summary>Which secrets of a process were generated.</summary>
/// <param name="Keys">Their keys; empty where all were given.</param>
/// <param name="File">Where they are kept.</param>
internal sealed record GeneratedSecrets(IReadOnlyList<KnownKey> Keys, string File)
{
    /// <summary>Fills the empty ones. For development.</summary>
    /// <exception cref="ConfigurationException">They cannot be kept.</exception>
    public static GeneratedSecrets Fill(BaizeConfiguration configuration, Surroundings around, TimeProvider time)
    {
        List<KnownKey> empty = [.. KnownKeys.All.Where(k => k.IsGenerated && configuration.Get(k.Name).Length == 0)];
        if (empty.Count == 0)
            return new(empty, "");
        var file = Path.Combine(StateFolder.Open(around), "secrets.json");
        var secrets = DevelopmentSecrets.ReadOrMake(file, time);
        foreach (var key in empty)
            configuration.Fill(key.Name, key.Key == "jwt_secret" ? secrets.JwtSecret : secrets.InternalKey);
        return new(empty, file);
    }
}
