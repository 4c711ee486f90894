namespace Baize.Hosting.Configuration;

/// <summary>Production or development, as <c>APP_ENV</c> says.</summary>
internal static class AppMode
{
    public const string Variable = "APP_ENV";

    public const string Allowed = "prod, dev, test, or nothing (dev)";

    /// <summary>
    /// Null for a word that is not known: were it taken for development, a misspelt <c>prod</c> would run with generated secrets.
    /// </summary>
    public static bool? IsProduction(string? value) => value?.ToUpperInvariant() switch
    {
        "PROD" or "PRODUCTION" => true,
        null or "" or "DEV" or "DEVELOPMENT" or "TEST" or "LOCAL" => false,
        _ => null,
    };
}
