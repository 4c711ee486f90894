namespace Baize.Admin.Pages;

/// <summary>Why somebody was not let in.</summary>
internal enum LoginFault
{
    /// <summary>The password is wrong.</summary>
    Password,

    /// <summary>Too many attempts.</summary>
    Limited,
}
