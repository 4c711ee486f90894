namespace Baize.Hosting;

/// <summary>The configuration is wrong. The message has a line per fault: key, value and what is allowed.</summary>
public sealed class ConfigurationException(IReadOnlyList<string> faults) : Exception(string.Join(Environment.NewLine, faults))
{
    /// <summary>A line per fault.</summary>
    public IReadOnlyList<string> Faults { get; } = faults;
}
