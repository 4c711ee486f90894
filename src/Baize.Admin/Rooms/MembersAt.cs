namespace Baize.Admin.Rooms;

/// <summary>A room's members by the instance they are connected to.</summary>
/// <param name="InstanceId">The instance.</param>
/// <param name="Members">Who.</param>
/// <param name="Fault">Why that is not known.</param>
internal sealed record MembersAt(string InstanceId, IReadOnlyList<ConnectedMember> Members, string? Fault);
