using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Baize.Hosting.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Baize.Hosting.Options;

/// <summary>Gathers what is wrong with a section; first what its attributes forbid.</summary>
internal sealed class OptionFaults(string section)
{
    private readonly List<string> _faults = [];

    /// <summary>Checks the section's ranges and lists, as its attributes say.</summary>
    public static OptionFaults Of<T>(string section, T options)
        where T : class
    {
        var faults = new OptionFaults(section);
        foreach (var property in typeof(T).GetProperties())
        {
            var value = property.GetValue(options);
            if (property.GetCustomAttributes<ValidationAttribute>().All(a => a.IsValid(value)))
                continue;
            var key = property.GetCustomAttribute<ConfigurationKeyNameAttribute>()?.Name ?? property.Name.ToLowerInvariant();
            faults.Add(key, value, KnownKeys.Find($"{section}.{key}")!.Allowed);
        }
        return faults;
    }

    /// <summary>Adds a fault that shows the value.</summary>
    public void Add(string key, object? value, string allowed) => _faults.Add(Fault.Of($"{section}.{key}", value, allowed));

    /// <summary>Says of a key what is allowed in other words than its attributes.</summary>
    public void Replace(string key, object? value, string allowed)
    {
        _faults.RemoveAll(f => Fault.Key(f) == $"{section}.{key}");
        Add(key, value, allowed);
    }

    /// <summary>Adds a fault whose value must not be shown.</summary>
    public void AddSecret(string key, string fault) => _faults.Add($"{section}.{key} {fault}");

    /// <summary>Whether a key has a fault already.</summary>
    public bool Has(string key) => _faults.Exists(f => Fault.Key(f) == $"{section}.{key}");

    /// <summary>The outcome.</summary>
    public ValidateOptionsResult Build() => _faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(_faults);
}
