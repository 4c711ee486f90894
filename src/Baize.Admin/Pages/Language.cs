namespace Baize.Admin.Pages;

/// <summary>The language a page is written in: as chosen on it, else as the browser asks; English or Chinese.</summary>
/// <param name="Code">For <c>lang</c>: <c>en</c>, <c>zh-CN</c>.</param>
internal sealed record Language(string Code)
{
    /// <summary>Set by the page's own switch.</summary>
    public const string Cookie = "baize_admin_lang";

    private static readonly Language English = new("en");
    private static readonly Language Chinese = new("zh-CN");

    /// <summary>The text of this language.</summary>
    public string this[string english, string chinese] => Code == Chinese.Code ? chinese : english;

    public static Language Of(HttpContext context)
    {
        var wanted = context.Request.Cookies[Cookie] ?? context.Request.GetTypedHeaders().AcceptLanguage?.OrderByDescending(l => l.Quality ?? 1)
            .Select(l => l.Value.ToString()).FirstOrDefault(l => IsOf(l, "en") || IsOf(l, "zh"));
        return wanted is not null && IsOf(wanted, "zh") ? Chinese : English;
    }

    private static bool IsOf(string tag, string language) => tag.StartsWith(language, StringComparison.OrdinalIgnoreCase);
}
