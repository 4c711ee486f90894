using Microsoft.AspNetCore.Builder;

namespace Baize.Hosting.Auth;

/// <summary>Endpoints for trusted services only.</summary>
public static class InternalKey
{
    /// <summary>The header that bears <c>auth.internal_key</c>.</summary>
    public const string Header = "X-Internal-Key";

    /// <summary>Answers 401 as problem details unless the request bears the key (compared in fixed time), before its body is read.</summary>
    public static TBuilder RequireInternalKey<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => throw new NotImplementedException();
}
