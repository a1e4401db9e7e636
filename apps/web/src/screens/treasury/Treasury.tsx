import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useText } from "../../i18n/text.ts";
import { Column, Columns, Page } from "../../ui/Page.tsx";
import { Balances } from "./Balances.tsx";
import { Budgets } from "./Budgets.tsx";
import { Caps } from "./Caps.tsx";
import { Movements } from "./Movements.tsx";
import { Payroll } from "./Payroll.tsx";

/** The money of the DAO, its limits, and where it goes. */
export function Screen() {
  const { treasury, dao, shell } = useText();
  return (
    <Page
      title={shell.nav.treasury}
      intro={treasury.intro}
      actions={
        <Button component={Link} to="/propose">
          {dao.propose}
        </Button>
      }
    >
      <Balances />
      <Columns>
        <Column>
          <Movements />
        </Column>
        <Column>
          <Budgets />
          <Caps />
          <Payroll />
        </Column>
      </Columns>
    </Page>
  );
}
