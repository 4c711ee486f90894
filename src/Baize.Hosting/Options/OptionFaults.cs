using Baize.Hosting.Configuration;
using Microsoft.Extensions.Options;

namespace Baize.Hosting.Options;

/// <summary>Gathers what is wrong with a section beyond what each key allows.</summary>
internal sealed class OptionFaults(string section)
{
    private readonly List<string> _faults = [];

    /// <summary>The faults of a section: of each key by itself, then what its validator finds of the others.</summary>
    /// <param name="section">As in YAML.</param>
    /// <param name="value">The value of a key; null where it has none.</param>
    /// <param name="options">The section.</param>
    /// <param name="validator">What is to be checked beyond each key by itself; null: nothing.</param>
    public static IReadOnlyList<string> Of<T>(string section, Func<KnownKey, string?> value, T options, IValidateOptions<T>? validator)
        where T : class
    {
        var faults = new List<string>();
        foreach (var key in KnownKeys.All)
        {
            if (key.Section == section && value(key) is { } text && !key.Allows(text))
                faults.Add(Fault.Of(key.Name, text, key.Allowed));
        }
        var others = validator?.Validate(null, options).Failures ?? [];
        return [.. faults, .. others.Where(f => !faults.Exists(k => Fault.Key(k) == Fault.Key(f)))];
    }

    /// <summary>Adds a fault that shows the value.</summary>
    public void Add(string key, object? value, string allowed) => _faults.Add(Fault.Of($"{section}.{key}", value, allowed));

    /// <summary>Adds a fault whose value must not be shown.</summary>
    public void AddSecret(string key, string fault) => _faults.Add($"{section}.{key} {fault}");

    /// <summary>The outcome.</summary>
    public ValidateOptionsResult Build() => _faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(_faults);
}
