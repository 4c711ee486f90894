namespace Baize.Rooms.Runtime;

/// <summary>
/// The members of a room, in order of joining, and who of them is given up when. Every operation costs at most the logarithm
/// of their number: relay rooms have thousands.
/// </summary>
internal sealed class Roster(long nextOrdinal)
{
    private readonly Dictionary<long, Member> _byUser = [];
    private readonly SortedDictionary<long, Member> _inOrder = [];
    private readonly SortedSet<(long At, long UserId)> _away = []; // by user too: equal deadlines fall due in one order everywhere

    public int Count => _byUser.Count;

    /// <summary>The ordinal that the next member gets.</summary>
    public long NextOrdinal { get; private set; } = nextOrdinal;

    /// <summary>In order of joining.</summary>
    public IEnumerable<Member> InOrder => _inOrder.Values;

    /// <summary>When the first of those away is given up, Unix ms; <see cref="long.MaxValue"/>: nobody is.</summary>
    public long NextGone => _away.Count > 0 ? _away.Min.At : long.MaxValue;

    public Member? Find(long userId) => _byUser.GetValueOrDefault(userId);

    public Member Add(long userId, string name)
    {
        var member = new Member(userId, name, NextOrdinal++);
        Restore(member);
        return member;
    }

    /// <summary>Adds a member as it was.</summary>
    public void Restore(Member member)
    {
        _byUser.Add(member.UserId, member);
        _inOrder.Add(member.Ordinal, member);
        if (member.GoneAt != long.MaxValue)
            _away.Add((member.GoneAt, member.UserId));
    }

    public void Remove(Member member)
    {
        Stay(member);
        _byUser.Remove(member.UserId);
        _inOrder.Remove(member.Ordinal);
    }

    /// <summary>Gives a member up at a time.</summary>
    public void GoneAt(Member member, long at)
    {
        Stay(member);
        member.GoneAt = at;
        _away.Add((at, member.UserId));
    }

    /// <summary>Gives a member up no more.</summary>
    public void Stay(Member member)
    {
        if (member.GoneAt == long.MaxValue)
            return;
        _away.Remove((member.GoneAt, member.UserId));
        member.GoneAt = long.MaxValue;
    }

    /// <summary>The first member whose time has come; null: nobody's has.</summary>
    public Member? FirstGone(long now) => NextGone <= now ? _byUser[_away.Min.UserId] : null;
}
