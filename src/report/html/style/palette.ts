/** Each colour for light and for dark. Text has at least 4.5:1 on what it stands on, which a test measures. */
export const palette = `
:root {
  color-scheme: light dark;
  --page: light-dark(#f6f7f9, #11141a);
  --surface: light-dark(#ffffff, #191d25);
  --sunken: light-dark(#f3f5f8, #13171e);
  --text: light-dark(#1c222d, #e4e8ef);
  --quiet: light-dark(#576070, #9ba5b6);
  --line: light-dark(#dce1e8, #2d343f);
  --link: light-dark(#0a58a8, #82bcff);
  --newer: light-dark(#6b3fc4, #bda4ff);
  --newer-soft: light-dark(#f1ebfd, #292342);
  --earlier: light-dark(#0b6d70, #62d0cb);
  --earlier-soft: light-dark(#e2f4f3, #12302f);
  --danger: light-dark(#b3261e, #ff9288);
  --danger-soft: light-dark(#fdeceb, #3a1c1b);
  --doubt: light-dark(#8a5600, #f0bd62);
  --doubt-soft: light-dark(#fff6e2, #322712);
  --good: light-dark(#1a6f3c, #79d39a);
  --good-soft: light-dark(#e6f5ec, #14301f);
}
:root[data-theme="light"] { color-scheme: light; }
:root[data-theme="dark"] { color-scheme: dark; }
`
