import { Button, NativeSelect } from "@mantine/core";
import { networks, settings, useNetwork } from "../../config/settings.ts";
import { currentLanguage, LANGUAGES, loadLanguage, useText, type Language } from "../../i18n/text.ts";
import { forgetEverything } from "../../store/saved.ts";
import { CopyButton } from "../../ui/CopyButton.tsx";
import { Facts } from "../../ui/Facts.tsx";
import { shortAddress } from "../../ui/format.ts";
import { Column, Columns, Page, Section } from "../../ui/Page.tsx";
import { ProfileForm } from "./ProfileForm.tsx";
import { SignIn } from "./SignIn.tsx";
import { UrlForm } from "./UrlForm.tsx";

/** Language, network, node and indexer, and what is kept for the user. */
export function Screen() {
  const { settings: text } = useText();
  const network = useNetwork();
  const { chainId, contracts } = network.deployment;
  return (
    <Page title={text.title} intro={text.intro}>
      <Columns>
        <Column>
          <Section>
            <NativeSelect
              label={text.language}
              value={currentLanguage()}
              data={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))}
              onChange={(event) => {
                const language = event.currentTarget.value as Language;
                settings.set((all) => ({ ...all, language }));
                void loadLanguage();
              }}
            />
            {networks().length > 1 && (
              <NativeSelect
                label={text.network}
                mt="md"
                value={String(chainId)}
                data={networks().map(({ name, deployment }) => ({ value: String(deployment.chainId), label: name }))}
                onChange={(event) => {
                  const chosen = Number(event.currentTarget.value);
                  settings.set((all) => ({ ...all, chainId: chosen }));
                }}
              />
            )}
          </Section>
          <Section title={network.name}>
            <UrlForm key={chainId} network={network} />
          </Section>
          <Section title={text.stored}>
            <p>{text.storedHint}</p>
            <Button
              variant="default"
              onClick={() => {
                if (!confirm(text.clearAsk)) return;
                forgetEverything();
                location.reload();
              }}
            >
              {text.clear}
            </Button>
          </Section>
        </Column>
        <Column>
          <SignIn />
          <ProfileForm />
          <Section title={text.contracts}>
            <Facts
              facts={[
                [text.chainId, chainId],
                ...Object.entries(contracts).map(
                  ([name, { address }]) => [name, <ContractAddress key="" value={address} />] as const,
                ),
              ]}
            />
          </Section>
        </Column>
      </Columns>
    </Page>
  );
}

/** By its address: its name stands beside it. */
function ContractAddress({ value }: { value: string }) {
  return (
    <span title={value}>
      {shortAddress(value)} <CopyButton value={value} />
    </span>
  );
}
