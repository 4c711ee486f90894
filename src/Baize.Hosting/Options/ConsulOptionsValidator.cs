using Microsoft.Extensions.Options;

namespace Baize.Hosting.Options;

/// <param name="isNeeded">Whether an empty address is a fault: where instances find each other by Consul.</param>
internal sealed class ConsulOptionsValidator(bool isNeeded) : IValidateOptions<ConsulOptions>
{
    public ValidateOptionsResult Validate(string? name, ConsulOptions options)
    {
        var faults = new OptionFaults("consul");
        if (options.Address.Length > 0 ? !EndpointsValidator<ConsulOptions>.IsEndpoint(options.Address) : isNeeded)
            faults.Add("address", options.Address, options.Address.Length > 0 ? "http://host:port" : "http://host:port, where load_balancer.discovery_type is consul");
        if (options.Token.Any(c => c is < '!' or > '~')) // it becomes a header
            faults.AddSecret("token", "holds something else than ASCII without spaces; allowed: what `consul acl token create` prints as SecretID");
        return faults.Build();
    }
}
