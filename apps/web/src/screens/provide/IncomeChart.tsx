import { formatUnits } from "ethers/utils";
import { useIndexed } from "../../chain/indexed.ts";
import { useText } from "../../i18n/text.ts";
import { ValueOf } from "../../ui/States.tsx";
import { Chart } from "../../ui/Chart.tsx";

const DAYS = 30;
const nothing = () => undefined;

/** What an account earned on each of the last days. */
export function IncomeChart({ account }: { account: string }) {
  const { provide } = useText();
  const income = useIndexed("/accounts/{address}/income", { address: account, days: DAYS });
  return (
    <ValueOf query={income}>
      {(days) => (
        <Chart
          label={provide.incomeByDay}
          times={days.map(({ from }) => from)}
          // For drawing only: amounts are exact everywhere else.
          series={[{ label: provide.earned, values: days.map(({ amount }) => Number(formatUnits(amount, 18))) }]}
          chosen={-1}
          onChoose={nothing}
        />
      )}
    </ValueOf>
  );
}
