// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IPaymentHub} from "@servicecoin/contracts/interfaces/IPaymentHub.sol";
import {Deal} from "@servicecoin/contracts/types/Deal.sol";

/// @notice Grants membership to the payers of deals with the owner, as a contract of another project would.
contract Shop {
    IPaymentHub public immutable hub;
    address public immutable owner;

    mapping(address payer => bool) public isMember;

    error WrongPayee(address payee);
    error NotPaid(bytes32 dealId, uint256 paid, uint256 price);

    constructor(IPaymentHub hub_) {
        hub = hub_;
        owner = msg.sender;
    }

    /// @notice Makes the payer of a deal a member once the owner received the whole price.
    function join(Deal calldata deal) external {
        if (deal.payee != owner) revert WrongPayee(deal.payee);
        bytes32 dealId = hub.idOf(deal);
        (, uint256 paid, , ) = hub.escrowOf(dealId);
        if (paid < deal.terms.price()) revert NotPaid(dealId, paid, deal.terms.price());
        isMember[deal.payer] = true;
    }
}
