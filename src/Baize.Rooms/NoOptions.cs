namespace Baize.Rooms;

/// <summary>For games without options.</summary>
public sealed class NoOptions;
