import { Alert, createTheme } from "@mantine/core";
import styles from "./theme.module.css";

/** The rest of the theme is style sheets: Mantine must write no style element, which the page's security policy forbids. */
export const theme = createTheme({
  primaryColor: "teal",
  respectReducedMotion: true,
  components: { Alert: Alert.extend({ classNames: { title: styles["alertTitle"] ?? "" } }) },
});
