import { Title } from "@mantine/core";
import { useIndexedList } from "../../chain/indexed.ts";
import { useText } from "../../i18n/text.ts";
import { Tiles } from "../../ui/Page.tsx";
import { ServiceCard } from "../discover/ServiceCard.tsx";

const MOST = 7;

/** Other services of the same provider. */
export function Others({ service: { id, owner } }: { service: { id: number; owner: string } }) {
  const { discover } = useText();
  const { items } = useIndexedList("/services", { owner, limit: MOST });
  const others = items.filter((service) => service.id !== id);
  if (others.length === 0) return null;
  return (
    <section>
      <Title order={2} size="h4" mb="sm">
        {discover.others}
      </Title>
      <Tiles>
        {others.map((service) => (
          <ServiceCard key={service.id} service={service} />
        ))}
      </Tiles>
    </section>
  );
}
