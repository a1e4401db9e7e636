// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

/// @notice A smart wallet (ERC-1271) that accepts its owner's signatures unless it is set to broken.
contract SmartVoter is IERC1271 {
    error Broken();

    address public immutable owner;
    bool public broken;

    constructor(address owner_) {
        owner = owner_;
    }

    function setBroken(bool broken_) external {
        broken = broken_;
    }

    function isValidSignature(bytes32 hash, bytes calldata signature) external view returns (bytes4) {
        if (broken) revert Broken();
        return ECDSA.recover(hash, signature) == owner ? IERC1271.isValidSignature.selector : bytes4(0xffffffff);
    }
}
