namespace Baize.Protocol.Rooms;

/// <summary>The form of a user id: an integer from 1 to 2^53−1, so that a JavaScript number holds it exactly.</summary>
public static class UserId
{
    /// <summary>Largest user id.</summary>
    public const long Max = (1L << 53) - 1;

    /// <summary>Whether this may name a user.</summary>
    public static bool IsValid(long id) => id is > 0 and <= Max;
}
