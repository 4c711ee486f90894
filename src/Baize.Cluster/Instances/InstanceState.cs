namespace Baize.Cluster.Instances;

/// <summary>What an instance is about.</summary>
public static class InstanceState
{
    /// <summary>Takes rooms and connections.</summary>
    public const string Active = "active";

    /// <summary>Leaving: takes nothing new.</summary>
    public const string Draining = "draining";
}
