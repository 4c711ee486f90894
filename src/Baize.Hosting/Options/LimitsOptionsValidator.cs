using Microsoft.Extensions.Options;

namespace Baize.Hosting.Options;

internal sealed class LimitsOptionsValidator : IValidateOptions<LimitsOptions>
{
    public ValidateOptionsResult Validate(string? name, LimitsOptions options)
    {
        var faults = new OptionFaults("limits");
        // Else the longest message that one may send is one that nobody may receive.
        if (options.OutboundQueueBytes < options.MaxFrameBytes)
            faults.Add("outbound_queue_bytes", options.OutboundQueueBytes, $"limits.max_frame_bytes ({options.MaxFrameBytes}) or more");
        return faults.Build();
    }
}
