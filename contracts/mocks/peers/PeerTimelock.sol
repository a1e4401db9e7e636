// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";

/// @notice OpenZeppelin's timelock with an open executor role.
contract PeerTimelock is TimelockController {
    constructor(address admin) TimelockController(2 days, new address[](0), _anybody(), admin) {}

    function _anybody() private pure returns (address[] memory) {
        return new address[](1);
    }
}
