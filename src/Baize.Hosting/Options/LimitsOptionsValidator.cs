using Microsoft.Extensions.Options;

namespace Baize.Hosting.Options;

internal sealed class LimitsOptionsValidator : IValidateOptions<LimitsOptions>
{
    public ValidateOptionsResult Validate(string? name, LimitsOptions options)
    {
        var faults = OptionFaults.Of("limits", options);
        // Else the longest message that one may send is one that nobody may receive.
        if (!faults.Has("outbound_queue_bytes") && options.OutboundQueueBytes < options.MaxFrameBytes)
            faults.Add("outbound_queue_bytes", options.OutboundQueueBytes, $"limits.max_frame_bytes ({options.MaxFrameBytes}) or more");
        return faults.Build();
    }
}
