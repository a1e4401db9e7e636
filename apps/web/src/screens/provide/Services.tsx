import { useIndexedList } from "../../chain/indexed.ts";
import { DraftBar } from "../../flow/DraftBar.tsx";
import { startFlow } from "../../flow/runner.ts";
import { useDraft } from "../../flow/useDraft.ts";
import { useText } from "../../i18n/text.ts";
import { Column, Columns, Section } from "../../ui/Page.tsx";
import { Empty, ListOf } from "../../ui/States.tsx";
import { Agree } from "./Agree.tsx";
import { OwnService } from "./OwnService.tsx";
import styles from "./Provide.module.css";
import { EMPTY_SERVICE, readServiceFields, ServiceForm } from "./ServiceForm.tsx";
import { Waiting } from "./Waiting.tsx";

/** The services of an account, what waits for it, and the form for another one. */
export function Services({ account }: { account: string }) {
  const { provide } = useText();
  const list = useIndexedList("/services", { owner: account });
  const kept = useDraft("service", EMPTY_SERVICE, readServiceFields);
  return (
    <Columns>
      <Column>
        <Section title={provide.waiting}>
          <Waiting account={account} />
        </Section>
        <Section title={provide.tabs.services}>
          <ListOf list={list} empty={<Empty>{provide.none}</Empty>}>
            {(services) => (
              <ul className={styles["list"]}>
                {services.map((service) => (
                  <OwnService key={service.id} service={service} account={account} />
                ))}
              </ul>
            )}
          </ListOf>
        </Section>
      </Column>
      <Column>
        <Section title={provide.register}>
          {/* A new form once one is registered. */}
          <ServiceForm
            key={list.items[0]?.id ?? "first"}
            fields={kept.fields}
            onChange={kept.change}
            button={provide.reviewRegister}
            onSubmit={(form) => {
              kept.sent();
              startFlow(async () => (await import("../../flows/registerService.ts")).registerServiceFlow, form);
            }}
          >
            <DraftBar draft={kept} />
          </ServiceForm>
        </Section>
        <Section title={provide.walletAgree}>
          <Agree />
        </Section>
      </Column>
    </Columns>
  );
}
