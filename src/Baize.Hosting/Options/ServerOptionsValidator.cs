using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace Baize.Hosting.Options;

internal sealed partial class ServerOptionsValidator : IValidateOptions<ServerOptions>
{
    public ValidateOptionsResult Validate(string? name, ServerOptions options)
    {
        var faults = new OptionFaults("server");
        if (options.Address.Length > 0 && !IsReachable(options.Address))
            faults.Add("address", options.Address, "a host name or address that others reach, without port; or empty, to detect it");
        if (options.InstanceId.Length > 0 && !InstanceId().IsMatch(options.InstanceId))
            faults.Add("instance_id", options.InstanceId, "1 to 64 of A-Z a-z 0-9 . _ -; or empty, to make one");
        return faults.Build();
    }

    private static bool IsReachable(string address) =>
        IPAddress.TryParse(address, out var ip)
            ? !ip.Equals(IPAddress.Any) && !ip.Equals(IPAddress.IPv6Any)
            : Uri.CheckHostName(address) == UriHostNameType.Dns;

    [GeneratedRegex(@"\A[A-Za-z0-9._-]{1,64}\z")]
    private static partial Regex InstanceId();
}
