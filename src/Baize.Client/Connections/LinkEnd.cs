namespace Baize.Client.Connections;

/// <summary>How a connection ended.</summary>
/// <param name="Code">As in <see cref="Protocol.Frames.CloseCodes"/>; <see cref="Abnormal"/> where it ended without a goodbye.</param>
/// <param name="Reason">For people.</param>
/// <param name="Migrated">The server asked for it: the next connection is made at once.</param>
internal sealed record LinkEnd(int Code, string Reason, bool Migrated = false)
{
    /// <summary>Cut, without a close frame.</summary>
    public const int Abnormal = 1006;
}
