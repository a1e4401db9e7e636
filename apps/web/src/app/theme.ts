import { createTheme } from "@mantine/core";

/** The rest of the theme is style sheets: Mantine must write no style element, which the page's security policy forbids. */
export const theme = createTheme({ primaryColor: "teal", respectReducedMotion: true });
