using Microsoft.Extensions.Options;

namespace Baize.Hosting.Options;

/// <summary>For a section whose attributes say all there is to say.</summary>
internal sealed class RangesValidator<T>(string section) : IValidateOptions<T>
    where T : class
{
    public ValidateOptionsResult Validate(string? name, T options) => OptionFaults.Of(section, options).Build();
}
