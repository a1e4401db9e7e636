// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice One entry of a service's metadata, as ERC-8004 passes it to `register`.
struct MetadataEntry {
    string metadataKey;
    bytes metadataValue;
}
