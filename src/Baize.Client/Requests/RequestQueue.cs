using System.Collections;

namespace Baize.Client.Requests;

/// <summary>Requests in the order they were made.</summary>
internal sealed class RequestQueue : IEnumerable<Request>
{
    private readonly LinkedList<Request> _order = new();
    private readonly Dictionary<string, LinkedListNode<Request>> _byId = new(StringComparer.Ordinal);

    public int Count => _byId.Count;

    public void Add(Request request) => _byId[request.Id] = _order.AddLast(request);

    public Request? Find(string id) => _byId.TryGetValue(id, out var node) ? node.Value : null;

    /// <summary>Takes one out.</summary>
    /// <returns>Whether it was in.</returns>
    public bool Remove(Request request)
    {
        if (!_byId.Remove(request.Id, out var node))
            return false;
        _order.Remove(node);
        return true;
    }

    public IEnumerator<Request> GetEnumerator() => _order.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
