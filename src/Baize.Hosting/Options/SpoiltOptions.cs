using System.Globalization;
using Baize.Hosting.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Baize.Hosting.Options;

/// <summary>
/// Checks a section that code configures too (<c>services.Configure&lt;RoomsOptions&gt;(…)</c>). What files, environment and
/// command line alone have made of it was checked before there were services.
/// </summary>
/// <param name="section">As in YAML.</param>
/// <param name="validator">What is to be checked beyond each key by itself; null: nothing.</param>
/// <param name="services">Who configures it.</param>
internal sealed class SpoiltOptions<T>(string section, IValidateOptions<T>? validator, IServiceCollection services) : IValidateOptions<T>
    where T : class
{
    private bool IsConfiguredByCode =>
        services.Count(s => s.ServiceType == typeof(IConfigureOptions<T>) || s.ServiceType == typeof(IPostConfigureOptions<T>)) > 1; // one is ours

    public ValidateOptionsResult Validate(string? name, T options)
    {
        if (!IsConfiguredByCode)
            return ValidateOptionsResult.Success;
        var faults = OptionFaults.Of(section, key => Value(options, key), options, validator);
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static string? Value(T options, KnownKey key) =>
        Convert.ToString(typeof(T).GetProperties().Single(key.IsOf).GetValue(options), CultureInfo.InvariantCulture);
}
